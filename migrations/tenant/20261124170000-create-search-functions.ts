import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the search of records is made of. Indexes hold what `search_key` and `search_text` answer: whoever changes one
 * of them makes a new function and new indexes.
 */
export class CreateSearchFunctions20261124170000 implements MigrationInterface {
  name = 'CreateSearchFunctions20261124170000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE EXTENSION IF NOT EXISTS unaccent;

      -- Immutable as long as nobody edits the rules of unaccent on the server.
      CREATE FUNCTION search_key(part text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
        RETURN lower(unaccent('unaccent'::regdictionary, part));

      -- Two blanks stand around each part, one between its words, so that a blank before a text finds the beginnings
      -- of words, and two find those of parts. The digits of a phone number follow once more without what divides them.
      -- The cost tells the planner that asking an index is cheaper than this for every row.
      CREATE FUNCTION search_text(VARIADIC parts text[]) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $body$
      DECLARE
        part text;
        content text := '  ' || public.search_key(
          translate(left(array_to_string(parts, '  '), 200000), E'\\t\\n\\r\\u00a0', '    ')) || '  ';
      BEGIN
        IF content ~ '[0-9][ ().\\-/]+[0-9]' THEN
          FOREACH part IN ARRAY parts LOOP
            IF part ~ '^[ +(]*[0-9][0-9 ().\\-/]*$' THEN
              content := content || regexp_replace(part, '[^0-9]', '', 'g') || '  ';
            END IF;
          END LOOP;
        END IF;
        RETURN content;
      END
      $body$;

      -- The LIKE pattern of a term: anywhere, or where a word begins.
      CREATE FUNCTION search_pattern(term text, anywhere boolean) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
        RETURN CASE WHEN anywhere THEN '%' ELSE '% ' END
          || regexp_replace(search_key(term), '([\\\\%_])', '\\\\\\1', 'g') || '%';

      -- How well a content holds one text: a whole part, the beginning of one, a word or the beginning of one, any place.
      -- Not strict: such a function is never inlined, and this one is asked for each of a thousand rows.
      CREATE FUNCTION search_place(content text, spaced text, sought text) RETURNS numeric
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN CASE
          WHEN strpos(content, '  ' || sought || '  ') > 0 THEN 1.0
          WHEN strpos(content, '  ' || sought) > 0 THEN 0.8
          WHEN strpos(spaced, ' ' || sought || ' ') > 0 THEN 0.7
          WHEN strpos(spaced, ' ' || sought) > 0 THEN 0.6
          ELSE 0.4
        END;

      -- The place of the whole, or of the worst of its terms where that is better. A term has an alternative, or null.
      CREATE FUNCTION search_rank(content text, wholes text[], terms text[], alternatives text[]) RETURNS numeric
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $body$
      DECLARE
        spaced text := translate(content, '@.,;:/()[]{}<>"''_+&|*#!?-', '                         ');
        best numeric := 0;
        worst numeric := 1;
        whole text;
      BEGIN
        FOREACH whole IN ARRAY wholes LOOP
          IF strpos(content, whole) > 0 THEN
            best := greatest(best, search_place(content, spaced, whole));
          END IF;
        END LOOP;
        FOR number IN 1 .. cardinality(terms) LOOP
          worst := least(worst, greatest(
            search_place(content, spaced, terms[number]), search_place(content, spaced, alternatives[number])));
        END LOOP;
        RETURN greatest(best, worst);
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION search_rank, search_place, search_pattern, search_text, search_key;
      DROP EXTENSION unaccent;
      DROP EXTENSION pg_trgm;
    `);
  }
}
