import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import type { Team } from './team.entity.js';
import { TeamInUseError } from './team.errors.js';
import { teamResource } from './team.policy.js';

const COUNT_MEMBERS = 'SELECT count(*)::integer AS count FROM members WHERE team_id = $1';
const IS_MEMBER = 'SELECT 1 FROM members WHERE id = $1 AND team_id = $2';
const EXISTS = 'SELECT 1 FROM teams WHERE id = $1 AND deleted_at IS NULL FOR SHARE';

/** Groups of users: whoever holds a permission with the reach `team` reaches what their team's members own. */
@Injectable()
export class TeamsService extends ResourceService<Team> {
  constructor(foundation: RecordFoundation) {
    super(teamResource, foundation);
  }

  /**
   * The team, when a user may be put into it; inside the user's transaction it cannot be deleted meanwhile.
   *
   * @throws {ValidationError} 422 when there is no such team.
   */
  async requireTeam(id: string | null): Promise<string | null> {
    if (id === null) return null;
    const found = await this.foundation.database.query({ text: EXISTS, values: [id] });
    if (found.length > 0) return id;
    throw new ValidationError([{ field: 'teamId', message: 'does not exist' }]);
  }

  async isOfCaller(id: string): Promise<boolean> {
    const values = [currentActor().id, id];
    return (await this.foundation.database.query({ text: IS_MEMBER, values })).length > 0;
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
