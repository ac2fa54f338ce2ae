import { PartialType } from '@nestjs/swagger';
import { CreateGadgetDto } from './create-gadget.dto.js';

export class UpdateGadgetDto extends PartialType(CreateGadgetDto, { skipNullProperties: false }) {}
