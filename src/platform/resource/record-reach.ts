import { currentScope, type RecordScope } from '../access/record-scope.js';
import { currentAccess } from '../context/request-context.js';

export type RecordAction = 'read' | 'create' | 'update' | 'delete';

/** How far the caller's permissions on one resource reach. */
export class RecordReach {
  /** @param plural root of the permissions: `leads` */
  constructor(private readonly plural: string) {}

  /** Which records the action reaches; undefined for every one. @throws {PermissionDeniedError} */
  scope(action: RecordAction): RecordScope | undefined {
    return currentScope(`${this.plural}:${action}`);
  }

  isHeld(action: RecordAction): boolean {
    return currentAccess().reach(`${this.plural}:${action}`) !== undefined;
  }

  /** Whether the action reaches records of some owners alone; one that is not held at all is not narrow. */
  isNarrow(action: RecordAction): boolean {
    const reach = currentAccess().reach(`${this.plural}:${action}`);
    return reach === 'own' || reach === 'team';
  }
}
