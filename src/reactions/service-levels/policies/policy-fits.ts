import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/errors.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { currentContext, runInContext } from '../../../platform/context/request-context.js';
import type { RecordSnapshot } from '../../../platform/resource/record-snapshot.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { actorOf } from './policy-author.js';
import type { PolicyInForce } from './policy-in-force.js';

/** Which policy records fit, by its conditions and the rights of its author of now. */
@Injectable()
export class PolicyFits {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly access: AccessPolicy,
  ) {}

  /**
   * One statement for each policy with conditions, however many records.
   *
   * @param policies in the order in which they are asked
   * @param resource of all the records: `lead`
   * @returns the first that each fits, in their order
   */
  async first(
    policies: readonly PolicyInForce[],
    resource: string,
    snapshots: readonly RecordSnapshot[],
  ): Promise<readonly (PolicyInForce | undefined)[]> {
    const found = new Map<number, PolicyInForce>();
    for (const policy of policies.filter((one) => one.resource === resource)) {
      const open = [...snapshots.keys()].filter((place) => !found.has(place));
      if (open.length === 0) break;
      const fits = await this.fitting(
        policy,
        snapshots.filter((_snapshot, place) => !found.has(place)),
      );
      for (const [index, place] of open.entries()) if (fits[index] === true) found.set(place, policy);
    }
    return snapshots.map((_snapshot, place) => found.get(place));
  }

  /** None when the author may not ask so, or not any more: others must not learn by a policy what its author cannot. */
  private async fitting(
    { conditions, resource, author }: PolicyInForce,
    snapshots: readonly RecordSnapshot[],
  ): Promise<readonly boolean[]> {
    if (conditions === null) return snapshots.map(() => true);
    const actor = actorOf(author);
    const service = this.registry.find(resource)?.service;
    if (actor === undefined || service === undefined) return [];
    const access = await this.access.of(actor);
    try {
      return await runInContext({ ...currentContext(), actor, access }, async () => {
        await service.checkSearch({ filter: conditions });
        return service.matching(conditions, snapshots);
      });
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) return [];
      throw error;
    }
  }
}
