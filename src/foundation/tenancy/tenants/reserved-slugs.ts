/** No tenant is called so: they would be taken for the product's own. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['about', 'account', 'accounts', 'admin', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'cdn'],
  ...[
    'console',
    'dashboard',
    'default',
    'demo',
    'dev',
    'docs',
    'download',
    'email',
    'files',
    'health',
    'help',
  ],
  ...['home', 'internal', 'legal', 'login', 'logout', 'mail', 'mcp', 'metrics', 'new', 'null', 'operator'],
  ...['organization', 'organizations', 'postmaster', 'privacy', 'public', 'register', 'root', 'search'],
  ...[
    'security',
    'settings',
    'signin',
    'signup',
    'static',
    'status',
    'support',
    'system',
    'tenant',
    'tenants',
  ],
  ...['terms', 'test', 'undefined', 'user', 'users', 'v1', 'v2', 'webhooks', 'webmaster', 'www'],
]);

export function isReservedSlug(slug: string): boolean {
  return RESERVED.has(slug);
}
