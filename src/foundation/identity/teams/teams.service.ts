import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService, type WriteOptions } from '../../../platform/resource/resource.service.js';
import type { Team } from './team.entity.js';
import { TeamInUseError } from './team.errors.js';
import { teamResource } from './team.policy.js';

const COUNT_MEMBERS = 'SELECT count(*)::integer AS count FROM members WHERE team_id = $1';
const EXISTS = 'SELECT 1 FROM teams WHERE id = $1 AND deleted_at IS NULL FOR SHARE';

/** Groups of users: whoever holds a permission with the reach `team` reaches what their team's members own. */
@Injectable()
export class TeamsService extends ResourceService<Team> {
  constructor(foundation: RecordFoundation) {
    super(teamResource, foundation);
  }

  /** Whether a user may be put into it; inside the user's transaction it cannot be deleted meanwhile. */
  async exists(id: string): Promise<boolean> {
    return (await this.foundation.database.query({ text: EXISTS, values: [id] })).length > 0;
  }

  /** @throws {TeamInUseError} 409 */
  override async remove(id: string, options: WriteOptions = {}): Promise<void> {
    await this.write(async () => {
      await this.find(id, 'delete', { lock: true });
      const [row] = await this.foundation.database.query<{ count: number }>({
        text: COUNT_MEMBERS,
        values: [id],
      });
      if (row !== undefined && row.count > 0) throw new TeamInUseError(row.count);
      await super.remove(id, options);
    });
  }
}
