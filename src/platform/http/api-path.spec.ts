import { describe, expect, it } from '@jest/globals';
import { routedUrl } from './api-path.js';

describe('routedUrl', () => {
  it.each([
    ['/api/leads', '/api/leads'],
    ['/api/v1/leads', '/api/leads'],
    ['/api/v1', '/api'],
    ['/api/v2/leads', '/api/v2/leads'],
    ['/api/leads/', '/api/leads'],
    ['/api/v1/leads/?page=2', '/api/leads?page=2'],
    ['/api/leads?search=a/', '/api/leads?search=a/'],
    ['/api/leads//', '/api/leads//'],
    ['/api/', '/api/'],
    ['/api/?page=2', '/api/?page=2'],
    ['/health/', '/health/'],
  ])('%s is answered as %s', (url, routed) => {
    expect(routedUrl(url)).toBe(routed);
  });
});
