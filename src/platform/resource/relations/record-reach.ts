import { currentScope, type RecordScope } from '../../access/record-scope.js';
import { currentAccess } from '../../context/request-context.js';
import { type Scoped, scopeOn } from './record-within.js';
import type { ResourceRegistry } from '../resource-registry.js';

export type RecordAction = 'read' | 'create' | 'update' | 'delete';

/** How far the caller's permissions on one resource reach. */
export class RecordReach {
  constructor(
    private readonly scoped: Scoped,
    private readonly registry: ResourceRegistry,
  ) {}

  /** Which records the action reaches; undefined for every one. @throws {PermissionDeniedError} */
  scope(action: RecordAction): RecordScope | undefined {
    return scopeOn(this.scoped, action, this.registry);
  }

  /** The same, also of records that this path does not show. @throws {PermissionDeniedError} */
  wholeScope(action: RecordAction): RecordScope | undefined {
    const { secondPath: _path, ...whole } = this.scoped;
    return scopeOn(whole, action, this.registry);
  }

  isHeld(action: RecordAction): boolean {
    return currentAccess().reach(`${this.scoped.plural}:${action}`) !== undefined;
  }

  /** Whether the action reaches records of some owners alone; one that is not held at all is not narrow. */
  isNarrow(action: RecordAction): boolean {
    const reach = currentAccess().reach(`${this.scoped.plural}:${action}`);
    return reach === 'own' || reach === 'team';
  }

  /** Whose records the action reaches: to whom the caller may give one and still reach it. @throws {PermissionDeniedError} */
  owners(action: RecordAction): RecordScope | undefined {
    return currentScope(`${this.scoped.plural}:${action}`);
  }
}
