import { boolean, dateTime, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateRoleDto } from './dto/create-role.dto.js';
import { RoleDto } from './dto/role.dto.js';
import { UpdateRoleDto } from './dto/update-role.dto.js';
import { Role } from './role.entity.js';

const policy = listPolicy(Role, {
  filters: { name: text, builtIn: boolean, createdAt: dateTime, updatedAt: dateTime },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'asc' },
  search: ['name', 'description'],
});

export const roleResource: ResourceDescriptor<Role> = {
  name: 'role',
  plural: 'roles',
  entity: Role,
  dto: RoleDto,
  createDto: CreateRoleDto,
  updateDto: UpdateRoleDto,
  policy,
  defaults: { fieldRules: {}, builtIn: false },
  administrative: true,
  bulk: false,
  published: false,
};
