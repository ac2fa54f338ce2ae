import { RECORDS } from './record-cases.js';
import { type CaseGround, made, type MakeCase, unique } from './route-case.js';

const deal = ({ admin }: CaseGround) => made(admin, '/api/deals', { name: unique('deal') });
const contact = (ground: CaseGround) =>
  made(ground.admin, '/api/contacts', RECORDS['contacts']?.(ground, ''));

async function pipeline({ admin }: CaseGround): Promise<{ path: string; stageIds: string[] }> {
  const body = { name: unique('pipeline') };
  const answer = await admin.post<{ id: string; stages: { id: string }[] }>('/api/pipelines', { body });
  return { path: `/api/pipelines/${answer.body.id}`, stageIds: answer.body.stages.map(({ id }) => id) };
}

/** Routes of one path that serves deals. */
function casesOf(path: string): Readonly<Record<string, MakeCase>> {
  return {
    [`GET ${path}/board`]: () => ({ path: `${path}/board` }),
    [`PUT ${path}/:id/stage`]: async (ground) => ({
      path: `${path}/${await deal(ground)}/stage`,
      body: { stage: 'Proposal' },
    }),
    [`POST ${path}/:id/reopen`]: async (ground) => {
      const id = await made(ground.admin, '/api/deals', { name: unique('deal'), stage: 'Closed Won' });
      return { path: `${path}/${id}/reopen`, body: {} };
    },
    [`GET ${path}/:id/stage-history`]: async (ground) => ({
      path: `${path}/${await deal(ground)}/stage-history`,
    }),
    [`GET ${path}/:id/contacts`]: async (ground) => ({ path: `${path}/${await deal(ground)}/contacts` }),
    // Somebody new takes the right to read contacts besides.
    [`POST ${path}/:id/contacts/:contactId`]: async (ground) => {
      const contactId = await contact(ground);
      const body = { name: unique('deal'), contacts: [{ contactId }] };
      const id = await made(ground.admin, '/api/deals', body);
      return { path: `${path}/${id}/contacts/${contactId}`, body: { role: 'Buyer' } };
    },
    [`DELETE ${path}/:id/contacts/:contactId`]: async (ground) => ({
      path: `${path}/${await deal(ground)}/contacts/${await contact(ground)}`,
    }),
  };
}

/** Routes of pipelines and deals that are no standard routes of a record type. */
export const SALES_CASES: Readonly<Record<string, MakeCase>> = {
  ...casesOf('/api/deals'),
  ...casesOf('/api/opportunities'),
  'POST /api/pipelines/:id/stages': async (ground) => ({
    path: `${(await pipeline(ground)).path}/stages`,
    body: { name: 'Demo' },
  }),
  'PUT /api/pipelines/:id/stages/order': async (ground) => {
    const { path, stageIds } = await pipeline(ground);
    return { path: `${path}/stages/order`, body: { stageIds: stageIds.toReversed() } };
  },
  'PATCH /api/pipelines/:id/stages/:stageId': async (ground) => {
    const { path, stageIds } = await pipeline(ground);
    return { path: `${path}/stages/${stageIds[0]}`, body: { probability: 15 } };
  },
  'DELETE /api/pipelines/:id/stages/:stageId': async (ground) => {
    const { path, stageIds } = await pipeline(ground);
    return { path: `${path}/stages/${stageIds[0]}` };
  },
};
