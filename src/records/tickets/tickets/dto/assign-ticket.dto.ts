import { IdField } from '../../../../platform/http/fields/id.field.js';

export class AssignTicketDto {
  @IdField({ nullable: true, description: 'An active user; null takes the ticket from its owner' })
  ownerId!: string | null;
}
