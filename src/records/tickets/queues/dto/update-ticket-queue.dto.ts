import { PartialType } from '@nestjs/swagger';
import { CreateTicketQueueDto } from './create-ticket-queue.dto.js';

export class UpdateTicketQueueDto extends PartialType(CreateTicketQueueDto, { skipNullProperties: false }) {}
