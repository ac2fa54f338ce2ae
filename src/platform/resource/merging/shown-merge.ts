import { currentAccess } from '../../context/request-context.js';
import type { ResourceRegistry } from '../resource-registry.js';
import type { MergeDto } from './merge.dto.js';

/** A merge as its reader may see it: how many records of a type there are is for who reads all of them. */
export function shownMerge(merge: MergeDto, registry: ResourceRegistry): MergeDto {
  const access = currentAccess();
  const isShown = (name: string): boolean =>
    registry.findByPath(name) === undefined || access.reach(`${name}:read`) === 'any';
  const moved = Object.entries(merge.moved).filter(([name]) => isShown(name));
  return { ...merge, moved: Object.fromEntries(moved) };
}
