import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { KnownPermissionDto } from './known-permission.dto.js';
import { RuledResourceDto } from './ruled-resource.dto.js';

/** All that roles and API keys can be about. */
export class RoleCatalogueDto {
  @NestedField(() => KnownPermissionDto, { list: true, maxItems: 1_000 })
  permissions!: KnownPermissionDto[];

  @NestedField(() => RuledResourceDto, { list: true, maxItems: 500 })
  resources!: RuledResourceDto[];
}
