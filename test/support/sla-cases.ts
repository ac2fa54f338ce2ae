import type { MakeCase } from './route-case.js';

/** Routes of targets, which nobody makes by a request. */
export const SLA_CASES: Readonly<Record<string, MakeCase>> = {
  'GET /api/sla-targets': () => ({ path: '/api/sla-targets' }),
  'GET /api/sla-targets/export': () => ({ path: '/api/sla-targets/export' }),
  'POST /api/sla-targets/export': () => ({ path: '/api/sla-targets/export', body: {} }),
  'POST /api/sla-targets/search': () => ({ path: '/api/sla-targets/search', body: {} }),
};
