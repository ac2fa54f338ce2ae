import { CrmClientError } from './crm-client.js';
import type { CrmClient } from './crm-client.js';

export const DEMO_LOGIN = { email: 'demo@example.com', password: 'Admin@123' };

/** Registers the demo tenant, or logs in where an earlier run has; the client then carries its token. */
export async function signIn(client: CrmClient): Promise<'registered' | 'logged in'> {
  try {
    const { token } = await client.call<{ token: string }>('POST', '/api/auth/register', {
      ...DEMO_LOGIN,
      name: 'Demo Admin',
      tenantName: 'Demo',
      companyName: 'Demo',
    });
    client.token = token;
    return 'registered';
  } catch (error) {
    if (!(error instanceof CrmClientError) || error.status !== 409) throw error;
  }
  const { token } = await client.call<{ token: string }>('POST', '/api/auth/login', DEMO_LOGIN);
  client.token = token;
  return 'logged in';
}
