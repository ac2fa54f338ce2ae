import { dateTime, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateTeamDto } from './dto/create-team.dto.js';
import { TeamDto } from './dto/team.dto.js';
import { UpdateTeamDto } from './dto/update-team.dto.js';
import { Team } from './team.entity.js';

const policy = listPolicy(Team, {
  filters: { name: text, externalId: text, createdAt: dateTime, updatedAt: dateTime },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['name', 'description'],
});

export const teamResource: ResourceDescriptor<Team> = {
  name: 'team',
  plural: 'teams',
  entity: Team,
  dto: TeamDto,
  createDto: CreateTeamDto,
  updateDto: UpdateTeamDto,
  policy,
  defaults: {},
  administrative: true,
  bulk: false,
  published: false,
};
