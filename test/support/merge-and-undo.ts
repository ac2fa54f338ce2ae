import { RECORDS } from './record-cases.js';
import { type CaseGround, made } from './route-case.js';

/** What a merge tells, and its undoing. @param more that the record has which goes into the other one */
export async function mergeAndUndo(
  ground: CaseGround,
  plural: string,
  more: Record<string, unknown>,
): Promise<void> {
  const { admin } = ground;
  const bodyOf = () => RECORDS[plural]?.(ground, '');
  const [one, other] = [
    await made(admin, `/api/${plural}`, bodyOf()),
    await made(admin, `/api/${plural}`, { ...Object(bodyOf()), ...more }),
  ];
  const { body } = await admin.post(`/api/${plural}/${one}/merge`, { body: { ids: [other] } });
  const undone = await admin.post(`/api/merges/${String(body['id'])}/undo`, { body: {} });
  if (undone.status >= 300) throw new Error(`${undone.status} ${JSON.stringify(undone.body)}`);
}
