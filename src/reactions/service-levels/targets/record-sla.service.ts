import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { WorkingTime } from '../../../kernel/working-time.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { WorkingTimes } from '../business-hours/index.js';
import type { SlaClockDto } from './dto/sla-clock.dto.js';
import { SlaTargetsService } from './sla-targets.service.js';

const SECOND = 1_000;
/** What a reader must see to be told how much is left. */
const NEEDED = ['businessHoursId', 'runningSince', 'usedSeconds', 'targetSeconds'] as const;

type Clocked = Pick<SlaClockDto, 'elapsedSeconds' | 'remainingSeconds'>;

/** As `RecordSlaDto` tells; field rules may hide some of a target. */
export interface RecordSla {
  readonly resource: string;
  readonly recordId: string;
  readonly targets: readonly (RecordView & Clocked)[];
}

/** How much time is left for one record. */
@Injectable()
export class RecordSlaService {
  constructor(
    private readonly targets: SlaTargetsService,
    private readonly hours: WorkingTimes,
    private readonly clock: Clock,
  ) {}

  /** @param path first part of the record's own path: `leads` @throws {NotFoundError} 404 · {PermissionDeniedError} 403 */
  async read(path: string, recordId: string): Promise<RecordSla> {
    const { resource, views } = await this.targets.ofRecord(path, recordId);
    const timeOf = await this.hours.read(views.map(hoursOf));
    const now = this.clock.milliseconds();
    const targets = views.map((view) => ({ ...view, ...clockOf(view, timeOf(hoursOf(view)), now) }));
    return { resource, recordId, targets };
  }
}

function hoursOf({ businessHoursId }: RecordView): string | null {
  return typeof businessHoursId === 'string' ? businessHoursId : null;
}

function clockOf(view: RecordView, time: WorkingTime, now: number): Clocked {
  const { runningSince, usedSeconds, targetSeconds } = view;
  const isShown = NEEDED.every((field) => view[field] !== undefined);
  if (!isShown || typeof usedSeconds !== 'number' || typeof targetSeconds !== 'number')
    return { elapsedSeconds: null, remainingSeconds: null };
  const running = typeof runningSince === 'string' ? time.between(Date.parse(runningSince), now) : 0;
  const elapsedSeconds = Math.round(usedSeconds * SECOND + running) / SECOND;
  const remainingSeconds = Math.round((targetSeconds - elapsedSeconds) * SECOND) / SECOND;
  return { elapsedSeconds, remainingSeconds };
}
