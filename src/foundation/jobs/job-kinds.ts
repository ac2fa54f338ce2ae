import { Injectable } from '@nestjs/common';
import type { JobKind } from './job-kind.js';

/** The kinds of jobs of the running product. Rooms above add theirs. */
@Injectable()
export class JobKinds {
  private readonly kinds = new Map<string, JobKind>();

  add(kind: JobKind): void {
    if (this.kinds.has(kind.name)) throw new Error(`The job kind ${kind.name} is declared twice`);
    this.kinds.set(kind.name, kind);
  }

  find(name: string): JobKind | undefined {
    return this.kinds.get(name);
  }
}
