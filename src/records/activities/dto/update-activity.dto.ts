import { PartialType } from '@nestjs/swagger';
import { CreateActivityDto } from './create-activity.dto.js';

/** `links` replaces all links; a short form adds one, to `links` or else to those the activity has. */
export class UpdateActivityDto extends PartialType(CreateActivityDto, { skipNullProperties: false }) {}
