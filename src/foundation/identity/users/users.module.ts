import { Global, Module } from '@nestjs/common';
import { RelatedThings } from '../../../platform/resource/relations/related-things.js';
import { TeamsModule } from '../teams/index.js';
import { MemberEvents } from './member-events.js';
import { MembershipsService } from './memberships.service.js';
import { NewUsersService } from './new-users.service.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHasher } from './password-hasher.js';
import { RelatedUsers } from './related-users.js';
import { UserDirectory } from './user-directory.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

/** Global: it binds the platform's port to what records point at. */
@Global()
@Module({
  imports: [TeamsModule],
  controllers: [UsersController],
  providers: [
    UsersService,
    MemberEvents,
    NewUsersService,
    UserDirectory,
    MembershipsService,
    PasswordHasher,
    NewPasswords,
    { provide: RelatedThings, useClass: RelatedUsers },
  ],
  exports: [UsersService, MembershipsService, PasswordHasher, NewPasswords, RelatedThings],
})
export class UsersModule {}
