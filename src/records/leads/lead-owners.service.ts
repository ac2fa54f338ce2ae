import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../kernel/errors.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { LeadAssignment } from './assignment-rules/index.js';
import type { AssignLeadDto } from './dto/assign-lead.dto.js';
import type { Lead } from './lead.entity.js';
import { LeadsService } from './leads.service.js';

const IS_ACTIVE = 'SELECT 1 FROM members WHERE id = $1 AND active';
const WAYS = ['ownerId', 'assignmentRuleId', 'rule'] as const;

/** Gives leads to owners: a named one, or the next by a rule. */
@Injectable()
export class LeadOwnersService {
  constructor(
    private readonly leads: LeadsService,
    private readonly assignment: LeadAssignment,
    private readonly database: TenantDatabase,
  ) {}

  /** @throws {ValidationError} 422 for nobody to give it to · {NotFoundError} 404 · {PermissionDeniedError} 403 */
  assign(id: string, request: AssignLeadDto): Promise<RecordView> {
    return this.leads.assign(id, (lead) => this.choose(lead, request));
  }

  private async choose(lead: Lead, request: AssignLeadDto): Promise<string | null> {
    const [way, ...others] = WAYS.filter((name) => request[name] !== undefined);
    if (way === undefined || others.length > 0)
      throw new ValidationError([{ field: way ?? 'ownerId', message: `Give one of ${WAYS.join(', ')}` }]);
    const { ownerId, assignmentRuleId } = request;
    if (ownerId === null) return null;
    if (ownerId !== undefined) return this.requireActive(ownerId);
    const chosen = await this.assignment.choose(lead, assignmentRuleId);
    if (chosen !== undefined) return chosen;
    const field = assignmentRuleId === undefined ? 'rule' : 'assignmentRuleId';
    throw new ValidationError([{ field, message: 'has nobody for this lead' }]);
  }

  private async requireActive(ownerId: string): Promise<string> {
    const found = await this.database.query({ text: IS_ACTIVE, values: [ownerId] });
    if (found.length > 0) return ownerId;
    throw new ValidationError([{ field: 'ownerId', message: 'is no active user' }]);
  }
}
