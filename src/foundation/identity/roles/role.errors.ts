import { ConflictError, DomainError } from '../../../kernel/errors.js';

/** 409: roles that come with the product are the same in every tenant. */
export class BuiltInRoleError extends ConflictError {
  constructor(name: string) {
    super(
      `${name} comes with the product and cannot be changed; make a role of your own`,
      {},
      'BUILT_IN_ROLE',
    );
  }
}

/** 409: its members would be left without a role. */
export class RoleInUseError extends ConflictError {
  constructor(members: number) {
    super(`${members} ${members === 1 ? 'user holds' : 'users hold'} this role`, {}, 'ROLE_IN_USE');
  }
}

/** 403: nobody gives away what they lack. The details name each permission and field rule. */
export class GrantTooWideError extends DomainError {
  constructor(field: string, lacking: readonly string[]) {
    super(403, 'PERMISSION_DENIED', 'You cannot grant what you do not hold yourself', {
      details: lacking.slice(0, 50).map((what) => ({ field, message: what })),
    });
  }
}
