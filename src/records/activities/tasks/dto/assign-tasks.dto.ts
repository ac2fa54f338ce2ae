import { IdField } from '../../../../platform/http/fields/id.field.js';

export class AssignTasksDto {
  @IdField({ maxItems: 1_000, description: 'Tasks that you may update' })
  ids!: string[];

  @IdField({ nullable: true, description: 'A user of the tenant; null for nobody' })
  ownerId!: string | null;
}
