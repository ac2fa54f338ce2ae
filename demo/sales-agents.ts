import type { CrmClient } from './crm-client.js';
import { readCsv } from './csv.js';

/** Who sells, for whom, from where. */
export interface SalesAgent {
  name: string;
  manager: string;
  office: string;
}

/** The users that the sales people are. */
export interface SalesForce {
  /** User ids by name: agents and managers. */
  userIds: ReadonlyMap<string, string>;
  teams: number;
}

interface User {
  id: string;
  email: string;
  teamId?: string | null;
}

interface Team {
  id: string;
  externalId: string | null;
}

export async function readSalesAgents(): Promise<SalesAgent[]> {
  return (await readCsv('sales_teams.csv')).map((row) => ({
    name: row['sales_agent'] ?? '',
    manager: row['manager'] ?? '',
    office: row['regional_office'] ?? '',
  }));
}

/** Makes each manager's people a team, and everybody a user in it, unless they are. */
export async function ensureSalesForce(
  client: CrmClient,
  agents: readonly SalesAgent[],
): Promise<SalesForce> {
  const teams = await ensureTeams(client, agents);
  const known = new Map((await client.listAll<User>('/api/users')).map((user) => [user.email, user]));
  const userIds = new Map<string, string>();
  const people = [
    ...[...teams].map(([name, teamId]) => ({ name, role: 'Manager', teamId })),
    ...agents.map(({ name, manager }) => ({ name, role: 'User', teamId: teams.get(manager) })),
  ];
  for (const { name, role, teamId } of people) {
    const email = emailOf(name);
    const user =
      known.get(email) ?? (await client.call<User>('POST', '/api/users', { email, name, role, teamId }));
    if (user.teamId !== teamId) await client.call('PATCH', `/api/users/${user.id}`, { teamId });
    userIds.set(name, user.id);
  }
  return { userIds, teams: teams.size };
}

/** Team ids by manager. */
async function ensureTeams(
  client: CrmClient,
  agents: readonly SalesAgent[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map(
    (await client.listAll<Team>('/api/teams')).map(({ externalId, id }) => [externalId, id]),
  );
  const teams = new Map<string, string>();
  for (const { manager, office } of agents) {
    if (teams.has(manager)) continue;
    const externalId = `sales-team-${slugOf(manager)}`;
    const name = `${office}: ${manager}`;
    const id =
      known.get(externalId) ?? (await client.call<Team>('POST', '/api/teams', { name, externalId })).id;
    teams.set(manager, id);
  }
  return teams;
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

/** `Mei-Mei Johns` → `mei-mei.johns@example.com`. */
function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
}
