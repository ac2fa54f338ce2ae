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
    private readonly shared = false,
  ) {}

  /** Which records the action reaches; undefined for every one. @throws {PermissionDeniedError} */
  scope(action: RecordAction): RecordScope | undefined {
    return currentScope(`${this.plural}:${action}`, this.shared);
  }

  isHeld(action: RecordAction): boolean {
    return currentAccess().reach(`${this.plural}:${action}`) !== undefined;
  }

  /** Whether the action reaches records of some owners alone; one that is not held at all is not narrow. */
  isNarrow(action: RecordAction): boolean {
    const reach = currentAccess().reach(`${this.plural}:${action}`);
    return reach === 'own' || reach === 'team';
  }

  /** Whose records the action reaches: to whom the caller may give one and still reach it. @throws {PermissionDeniedError} */
  owners(action: RecordAction): RecordScope | undefined {
    return currentScope(`${this.plural}:${action}`);
  }
}
