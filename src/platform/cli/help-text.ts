export const HELP_TEXT = `Operator commands. They read the same settings as the server (see .env.example).

  node dist/src/cli.js migrate
      Makes and migrates the control database, builds the template that tenants are cloned from, and migrates
      every tenant. Exits with 1 when a tenant could not be migrated; run it again to go on from there.

  node dist/src/cli.js tenant create --name <tenant> --email <address> [--password <password>]
      Registers a tenant with this Admin. Without --password its first line of standard input is the password,
      which keeps it out of the list of processes.

  node dist/src/cli.js tenant list
      One line per tenant: id, state, plan, schema version, time of creation, name.

  node dist/src/cli.js tenant drop <tenant id> --yes
      Removes a tenant, its database and the users that belong to no other tenant. There is no way back.

  node dist/src/cli.js seed <tenant id>
      Creates the demo data's 664 leads in the tenant; those that are there already are left alone.

  node dist/src/cli.js keys list
      One line per signing key of access tokens, the newest first: id, algorithm, state (pending, signing, verifying,
      over), when it signs from, until when it verifies.

  node dist/src/cli.js keys rotate [--algorithm HS256|EdDSA]
      Makes a new signing key, which signs after five seconds, and prints its id. What the old ones signed stays
      valid until it expires: nobody is logged out.

  node dist/src/cli.js keys revoke <key id>
      For a key that has leaked: what it signed is refused within a second, and its holders have to refresh. When it
      was the one that signs, a new one takes over at once and is printed.

  node dist/src/cli.js openapi [--out <file>]
      Prints the OpenAPI document, or writes it to a file. Needs no database and no settings.

  node dist/src/cli.js --help

Exit codes: 0 done, 1 failed, 2 the command line is wrong.`;
