import { describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { startTestProduct } from '../support/test-product.js';

describe('the mails a tenant can have sent', () => {
  it('are limited', async () => {
    const product = await startTestProduct({ INVITATIONS_PER_HOUR: '2' });
    try {
      const admin = await new ApiClient(product.url).register();
      const statuses = [];
      for (const name of ['ada', 'grace', 'joan']) {
        const body = { email: `${name}@example.com`, role: 'User' };
        statuses.push((await admin.post('/api/users/invite', { body })).status);
      }
      expect(statuses).toEqual([201, 201, 429]);
    } finally {
      await product.close();
    }
  });
});
