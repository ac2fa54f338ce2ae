import { PermissionDeniedError } from '../../kernel/errors.js';
import type { OwnerCheck } from '../access/owner-check.js';
import { currentScope, type RecordScope } from '../access/record-scope.js';
import { currentAccess } from '../context/request-context.js';

export type RecordAction = 'read' | 'create' | 'update' | 'delete';

/** How far the caller's permissions on one resource reach. */
export class RecordReach {
  /**
   * @param plural root of the permissions: `leads`
   * @param shared whether owners decide with whom they share each record
   */
  constructor(
    private readonly plural: string,
    private readonly owners: OwnerCheck,
    private readonly shared = false,
  ) {}

  /** Which records the action reaches; undefined for every one. @throws {PermissionDeniedError} */
  scope(action: RecordAction): RecordScope | undefined {
    return currentScope(`${this.plural}:${action}`, this.shared);
  }

  /** Whether the action reaches records of some owners alone; one that is not held at all is not narrow. */
  isNarrow(action: RecordAction): boolean {
    const reach = currentAccess().reach(`${this.plural}:${action}`);
    return reach === 'own' || reach === 'team';
  }

  /** Nobody gives a record to an owner with whom they could not reach it any more. @throws {PermissionDeniedError} */
  async keep(action: RecordAction, { ownerId }: { readonly ownerId: string | null }): Promise<void> {
    if (await this.owners.admits(currentScope(`${this.plural}:${action}`), ownerId)) return;
    throw new PermissionDeniedError('You may not give records to this owner');
  }
}
