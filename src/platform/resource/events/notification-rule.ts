/** A field of a record. */
type FieldOf<Entity> = keyof Entity & string;

/**
 * Whom a change of a record concerns, and why. Nobody is told of what they did themselves.
 *
 * `to` names a field that holds the id of a user, several, or objects with a `userId`.
 */
export type NotificationRule<Entity> =
  /** The record is theirs from now on. */
  | { readonly kind: 'assigned'; readonly to: FieldOf<Entity> }
  /** They are to take part. */
  | { readonly kind: 'invited'; readonly to: FieldOf<Entity> }
  /** A text names them, as `@[Ada](user:<id>)`, or a list holds their ids. */
  | { readonly kind: 'mentioned'; readonly in: FieldOf<Entity> }
  /** Somebody else moved on what is theirs. */
  | { readonly kind: 'status-changed'; readonly to: FieldOf<Entity>; readonly of: FieldOf<Entity> }
  /** Its time has come, as events with these verbs say. */
  | { readonly kind: 'due'; readonly to: FieldOf<Entity>; readonly verbs: readonly string[] };

export type NotificationKind = NotificationRule<unknown>['kind'];

export const NOTIFICATION_KINDS = [
  'assigned',
  'invited',
  'mentioned',
  'due',
  'status-changed',
] as const satisfies readonly NotificationKind[];
