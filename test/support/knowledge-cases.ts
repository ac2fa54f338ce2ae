import { RECORDS, rootOf } from './record-cases.js';
import { type CaseGround, made, type MakeCase } from './route-case.js';

const ROOT = '/api/knowledge-base/articles';

/** An article, published unless it is asked for as it is when it is new. */
async function article(ground: CaseGround, isPublished = true): Promise<string> {
  const id = await made(ground.admin, rootOf('articles'), RECORDS['articles']?.(ground, ''));
  if (isPublished) await ground.admin.post(`${ROOT}/${id}/publish`, { body: {} });
  return `${ROOT}/${id}`;
}

const at = (below: string): MakeCase => {
  return async (ground) => ({ path: `${await article(ground)}/${below}` });
};
const changing = (below: string, isPublished = true): MakeCase => {
  return async (ground) => ({ path: `${await article(ground, isPublished)}/${below}`, body: {} });
};

/** Routes of the knowledge base that are no standard routes of a record type. */
export const KNOWLEDGE_CASES: Readonly<Record<string, MakeCase>> = {
  'GET /api/knowledge-base/articles/:id/diff': at('diff'),
  'GET /api/knowledge-base/articles/:id/preview': at('preview'),
  'GET /api/knowledge-base/articles/:id/published': at('published'),
  'GET /api/knowledge-base/articles/:id/versions': at('versions'),
  'GET /api/knowledge-base/articles/:id/versions/:number': at('versions/1'),
  'POST /api/knowledge-base/articles/:id/versions/:number/restore': changing('versions/1/restore'),
  'POST /api/knowledge-base/articles/:id/publish': changing('publish', false),
  'POST /api/knowledge-base/articles/:id/unpublish': changing('unpublish'),
  'POST /api/knowledge-base/articles/:id/archive': changing('archive'),
  'GET /api/knowledge-base/categories/tree': () => ({ path: '/api/knowledge-base/categories/tree' }),
  'GET /api/knowledge-base/search': () => ({ path: '/api/knowledge-base/search?q=text' }),
};
