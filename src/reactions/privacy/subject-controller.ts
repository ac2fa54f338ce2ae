import { Body, Controller, Param, Post, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobDto } from '../../foundation/jobs/index.js';
import { IfMatch } from '../../platform/http/if-match.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import type { DeclaredResource } from '../../platform/resource/declared-resources.js';
import { pascalCase } from '../../platform/resource/resource-names.js';
import { Disclosures } from './disclosures.js';
import { ErasePersonDto } from './dto/erase-person.dto.js';
import { PersonErasures } from './person-erasures.js';

/** The routes about the person that a record at one path is about. */
export function subjectControllerOf({ descriptor, name, plural }: DeclaredResource): Type<unknown> {
  const one = pascalCase(name);

  @ApiTags('Privacy')
  @Controller(plural)
  class SubjectController {
    constructor(
      private readonly erasures: PersonErasures,
      private readonly disclosures: Disclosures,
    ) {}

    @Post(':id/erase')
    @Route({
      permission: `${descriptor.plural}:erase`,
      summary: `Erase the person that the ${name} is about, for good, with all that is held on them`,
      operationId: `erase${one}`,
      status: 202,
      response: ErasureDto,
      body: ErasePersonDto,
      erases: true,
      dryRun: true,
      cost: 5,
    })
    erase(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: ErasePersonDto,
      @IfMatch() ifMatch?: number,
    ): Promise<ErasureDto> {
      return this.erasures.begin(plural, id, { ...input, ifMatch });
    }

    @Post(':id/subject-export')
    @Route({
      permission: `${descriptor.plural}:disclose`,
      summary: `Write down everything that is held on the person that the ${name} is about, as a file of JSON lines`,
      operationId: `disclose${one}`,
      status: 202,
      response: JobDto,
      job: true,
      cost: 5,
    })
    disclose(@Param('id', ParseIdPipe) id: string): Promise<JobDto> {
      return this.disclosures.start(plural, id);
    }
  }
  return SubjectController;
}
