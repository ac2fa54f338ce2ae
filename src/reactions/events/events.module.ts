import { Module } from '@nestjs/common';
import { EventMatches } from './event-matches.js';
import { EventPages } from './event-pages.js';
import { EventReaders } from './event-readers.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { JournalWatch } from './journal-watch.js';

@Module({
  controllers: [EventsController],
  providers: [EventsService, EventPages, EventMatches, EventReaders, JournalWatch],
})
export class EventsModule {}
