import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../kernel/errors.js';
import { faultsOfPassword, strictestOf } from './password-rules.js';
import { TenantPolicies } from './tenant-policies.js';

/** Whose rules a password must keep; the installation's own hold in any case. */
export interface PasswordHolder {
  /** Tenants that the person joins with it. */
  readonly tenantIds?: readonly string[];
  /** The person, when there already: every tenant that they are an active member of counts. */
  readonly userId?: string;
  /** The field that a refusal names; default `password`. */
  readonly field?: string;
}

/** Asked wherever a password is chosen. People share one password among their tenants, so the strictest rules hold. */
@Injectable()
export class PasswordPolicy {
  private common: Promise<ReadonlySet<string>> | undefined;

  constructor(private readonly policies: TenantPolicies) {}

  /** @throws {ValidationError} 422 with every rule that the password breaks. */
  async check(
    password: string,
    { tenantIds = [], userId, field = 'password' }: PasswordHolder = {},
  ): Promise<void> {
    const known = tenantIds.length > 0 || userId !== undefined;
    const rules = strictestOf(known ? await this.policies.passwordRules(tenantIds, userId) : []);
    const messages = faultsOfPassword(password, rules);
    if (rules.refuseCommon && (await this.isCommon(password))) messages.push('is among the most common ones');
    if (messages.length > 0) throw new ValidationError(messages.map((message) => ({ field, message })));
  }

  /** The list is large: it is loaded when a tenant first asks for it. */
  private async isCommon(password: string): Promise<boolean> {
    this.common ??= import('@zxcvbn-ts/language-common').then(
      ({ dictionary }) => new Set(dictionary['passwords-common']),
    );
    return (await this.common).has(password.toLowerCase());
  }
}
