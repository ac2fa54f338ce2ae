import { Injectable } from '@nestjs/common';
import { type ErrorDetail, PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { isCustom } from '../../../platform/resource/lists/list-fields.js';
import type { Actor } from '../../../platform/context/actor.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PermissionCatalogue } from './permission-catalogue.js';
import { parsePermission } from './permission-pattern.js';
import { PolicyEngine } from './policy-engine.js';
import type { FieldRules, PolicyRules } from './policy-rules.js';
import { GrantTooWideError } from './role.errors.js';

const HAS_PLACE = 'SELECT 1 FROM members WHERE id = $1 AND role = $2 AND active';

/** What may be granted: rules about things that exist, and by nobody who lacks them. */
@Injectable()
export class RulesCheck {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly engine: PolicyEngine,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * @param before what is stored: rules about custom fields that are gone may stay
   * @throws {ValidationError} 422 naming every permission, resource and field that does not exist.
   */
  async assertMeaningful({ permissions, fieldRules }: PolicyRules, before?: PolicyRules): Promise<void> {
    const faults = permissions.flatMap((text, index) => this.faultOf(text, `permissions.${index}`));
    for (const [resource, fields] of Object.entries(fieldRules)) {
      const old = before?.fieldRules[resource] ?? {};
      faults.push(...(await this.faultsOfFields(resource, Object.keys(fields), old)));
    }
    if (faults.length > 0) throw new ValidationError(faults);
  }

  /**
   * @throws {GrantTooWideError} 403 when the caller lacks something that the rules grant
   * @throws {PermissionDeniedError} 403 when the caller's place is not any more what the request began with
   */
  async assertHeld(rules: PolicyRules, field = 'permissions'): Promise<void> {
    const actor = currentActor();
    if (actor.kind === 'system') return;
    await this.assertPlace(actor);
    const held = await this.engine.policyOf(actor);
    const lacking = held.lacking(this.engine.compile(rules));
    if (lacking.length > 0) throw new GrantTooWideError(field, lacking);
  }

  /** @throws {GrantTooWideError} 403 naming what the caller holds no further than for a team */
  async assertBeyondTeams(field: string): Promise<void> {
    const actor = currentActor();
    if (actor.kind === 'system') return;
    const held = await this.engine.policyOf(actor);
    const lacking = held.heldForTeam().map((permission) => `${permission}:any`);
    if (lacking.length > 0) throw new GrantTooWideError(field, lacking);
  }

  /** Who was demoted or deactivated a moment ago must not use that moment to grant it all back. */
  private async assertPlace({ id, role }: Actor): Promise<void> {
    const rows = await this.database.query({ text: HAS_PLACE, values: [id, role] });
    if (rows.length === 0) throw new PermissionDeniedError('Your role has just changed');
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

  private async faultsOfFields(
    resource: string,
    fields: readonly string[],
    old: FieldRules[string],
  ): Promise<ErrorDetail[]> {
    const known = await this.catalogue.fieldsOf(resource);
    if (known === undefined) {
      const message = `must be a resource: one of ${this.catalogue.resources.join(', ')}`;
      return [{ field: `fieldRules.${resource}`, message }];
    }
    const isOld = (field: string) => isCustom(field) && field in old;
    return fields
      .filter((field) => !known.includes(field) && !isOld(field))
      .map((field) => ({
        field: `fieldRules.${resource}.${field}`,
        message: 'is no field that can have a rule',
      }));
  }
}
