/** The built-in roles. */
export const ROLES = ['Admin', 'Manager', 'User'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What each role may do, as `resource:action` with `*` for any. Managers run the sales work and its integrations;
 * users work with records and cannot remove them for good.
 */
const PERMISSIONS: Readonly<Record<Role, readonly string[]>> = {
  Admin: ['*:*'],
  Manager: ['leads:*', 'webhooks:*', 'users:read'],
  User: ['leads:read', 'leads:create', 'leads:update', 'users:read'],
};

export function isRole(value: string): value is Role {
  return ROLES.some((role) => role === value);
}

/** Whether the role holds the permission (`leads:read`). */
export function roleAllows(role: string, permission: string): boolean {
  if (!isRole(role)) return false;
  const [resource, action] = permission.split(':');
  return PERMISSIONS[role].some((held) => {
    const [heldResource, heldAction] = held.split(':');
    return (
      (heldResource === '*' || heldResource === resource) && (heldAction === '*' || heldAction === action)
    );
  });
}
