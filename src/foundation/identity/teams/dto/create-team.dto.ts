import { TextField } from '../../../../platform/http/fields/text.field.js';

export class CreateTeamDto {
  @TextField({ min: 1, max: 100, example: 'Central' })
  name!: string;

  @TextField({ max: 1_000, optional: true, nullable: true })
  description?: string | null;

  @TextField({ max: 200, optional: true, nullable: true, description: 'Your own id for it; unique' })
  externalId?: string | null;
}
