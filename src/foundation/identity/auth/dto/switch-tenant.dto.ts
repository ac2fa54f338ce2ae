import { IdField } from '../../../../platform/http/fields/id.field.js';

export class SwitchTenantDto {
  @IdField({ description: 'One of your organizations' })
  tenantId!: string;
}
