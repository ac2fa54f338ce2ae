import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../platform/http/route.js';
import { UsageDto } from './dto/usage.dto.js';
import { UsageService } from './usage.service.js';

@ApiTags('Usage')
@Controller('usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Get()
  @Route({
    permission: 'authenticated',
    summary: "Your tenant's plan, its limits, and what is left of them",
    operationId: 'getUsage',
    response: UsageDto,
  })
  read(): Promise<UsageDto> {
    return this.usage.read();
  }
}
