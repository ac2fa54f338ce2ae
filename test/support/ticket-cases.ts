import { type CaseGround, made, type MakeCase, unique } from './route-case.js';

const ticket = ({ admin }: CaseGround, body: Record<string, unknown> = {}) =>
  made(admin, '/api/tickets', { subject: unique('ticket'), ...body });

/** Valid bodies of tickets and queues; comments take a ticket besides. */
export const TICKET_RECORDS: Readonly<Record<string, () => unknown>> = {
  tickets: () => ({ subject: unique('ticket') }),
  'ticket-queues': () => ({ name: unique('queue') }),
};

/** Routes of tickets and their comments that are no standard routes of a record type. */
export const TICKET_CASES: Readonly<Record<string, MakeCase>> = {
  'POST /api/tickets/:id/assign': async (ground) => ({
    path: `/api/tickets/${await ticket(ground)}/assign`,
    body: { ownerId: ground.admin.tenant.userId },
  }),
  'POST /api/tickets/:id/reopen': async (ground) => ({
    path: `/api/tickets/${await ticket(ground, { status: 'closed' })}/reopen`,
    body: {},
  }),
  'GET /api/tickets/:id/status-history': async (ground) => ({
    path: `/api/tickets/${await ticket(ground)}/status-history`,
  }),
  'GET /api/ticket-comments': () => ({ path: '/api/ticket-comments' }),
  'POST /api/ticket-comments/search': () => ({ path: '/api/ticket-comments/search', body: {} }),
  'GET /api/ticket-comments/export': () => ({ path: '/api/ticket-comments/export' }),
  'POST /api/ticket-comments/export': () => ({ path: '/api/ticket-comments/export', body: {} }),
};

/** Besides their own permissions these take the right to read the record that they are about. */
export const TICKETS_WITHOUT_CASE: readonly string[] = [
  'POST /api/tickets/:id/merge',
  'POST /api/tickets/import',
  'POST /api/ticket-queues/import',
  'GET /api/:records/:id/tickets',
  'GET /api/tickets/:id/comments',
  'POST /api/tickets/:id/comments',
  'POST /api/ticket-comments',
  'POST /api/ticket-comments/import',
  'POST /api/ticket-comments/bulk',
  'PATCH /api/ticket-comments/bulk',
  'PUT /api/ticket-comments/bulk',
  'DELETE /api/ticket-comments/bulk',
  'GET /api/ticket-comments/:id',
  'PATCH /api/ticket-comments/:id',
  'PUT /api/ticket-comments/:id',
  'DELETE /api/ticket-comments/:id',
  'POST /api/ticket-comments/:id/restore',
  'GET /api/ticket-comments/:id/history',
  'POST /api/ticket-comments/:id/revert',
  'GET /api/ticket-comments/:id/timeline',
];
