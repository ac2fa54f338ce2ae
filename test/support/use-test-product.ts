import type { Type } from '@nestjs/common';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { ApiClient } from './api-client.js';
import { startTestProduct, type TestProduct } from './test-product.js';

export interface ProductOfSuite {
  /** The running product; only inside tests and hooks. */
  product(): TestProduct;
  /** A caller without a token. */
  api(): ApiClient;
}

/** One product for all tests of a describe block; at the end every answer must have been what OpenAPI says. */
export function useTestProduct(
  settings: Readonly<Record<string, string>> = {},
  rooms: readonly Type<unknown>[] = [],
): ProductOfSuite {
  let started: TestProduct | undefined;
  const product = (): TestProduct => {
    if (started === undefined) throw new Error('The product has not been started yet');
    return started;
  };

  beforeAll(async () => {
    started = await startTestProduct(settings, undefined, rooms);
  });

  afterAll(async () => {
    if (started === undefined) return;
    await started.close();
    expect(started.proof.violations).toEqual([]);
    expect(started.proof.checked).toBeGreaterThan(0);
  });

  return { product, api: () => new ApiClient(product().url) };
}
