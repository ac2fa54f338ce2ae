import { Injectable } from '@nestjs/common';
import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { PermissionCatalogue } from './permission-catalogue.js';
import { parsePermission } from './permission-pattern.js';
import { PolicyEngine } from './policy-engine.js';
import type { FieldRules, PolicyRules } from './policy-rules.js';
import { GrantTooWideError } from './role.errors.js';

/** What may be granted: rules about things that exist, and by nobody who lacks them. */
@Injectable()
export class RulesCheck {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly engine: PolicyEngine,
  ) {}

  /** @throws {ValidationError} 422 naming every permission, resource and field that does not exist. */
  assertMeaningful({ permissions, fieldRules }: PolicyRules, permissionsField = 'permissions'): void {
    const faults = [
      ...permissions.flatMap((text, index) => this.faultOf(text, `${permissionsField}.${index}`)),
      ...this.faultsOfFields(fieldRules),
    ];
    if (faults.length > 0) throw new ValidationError(faults);
  }

  /** @throws {GrantTooWideError} 403 when the caller lacks something that the rules grant. */
  async assertHeld(rules: PolicyRules, field = 'permissions'): Promise<void> {
    const actor = currentActor();
    if (actor.kind === 'system') return;
    const held = await this.engine.policyOf(actor);
    const lacking = held.lacking(this.engine.compile(rules));
    if (lacking.length > 0) throw new GrantTooWideError(field, lacking);
  }

  private faultOf(text: string, field: string): ErrorDetail[] {
    const pattern = parsePermission(text);
    if (pattern === undefined)
      return [{ field, message: 'must have the form resource:action or resource:action:reach' }];
    if (this.catalogue.matching(pattern).length > 0) return [];
    const isWhole =
      pattern.reach === 'any' || this.catalogue.matching({ ...pattern, reach: 'any' }).length === 0;
    const message = isWhole
      ? `${text} is no permission; see GET /api/roles/catalogue`
      : 'has no narrower reach than any';
    return [{ field, message }];
  }

  private faultsOfFields(fieldRules: FieldRules): ErrorDetail[] {
    return Object.entries(fieldRules).flatMap(([resource, fields]) => {
      const known = this.catalogue.fieldsOf(resource);
      if (known === undefined) {
        const message = `must be a resource: one of ${this.catalogue.resources.join(', ')}`;
        return [{ field: `fieldRules.${resource}`, message }];
      }
      return Object.keys(fields)
        .filter((field) => !known.includes(field))
        .map((field) => ({
          field: `fieldRules.${resource}.${field}`,
          message: 'is no field that can have a rule',
        }));
    });
  }
}
