import { validateTemplateMetadata } from './template-metadata.validation.ts';

interface Case {
  readonly name: string;
  readonly why: string;
  readonly metadata: Parameters<typeof validateTemplateMetadata>[0];
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'plain', why: 'the common case', metadata: { labels: { a: 'b', 'example.org/a-b_c.d': '' }, annotations: { 'Example.org/A': 'any text: {}' } }, want: [] },
  { name: 'nothing', why: 'metadata is optional', metadata: undefined, want: [] },
  { name: 'a value with a space', why: 'selectors could not name it', metadata: { labels: { a: 'b c' } }, want: ['m.labels'] },
  { name: 'a value of 64', why: '63 is the limit', metadata: { labels: { a: 'x'.repeat(64) } }, want: ['m.labels'] },
  { name: 'a key without name', why: 'a prefix alone says nothing', metadata: { labels: { 'example.org/': 'b' } }, want: ['m.labels', 'm.labels'] },
  { name: 'a key without prefix', why: 'the slash promises one', metadata: { labels: { '/a': 'b' } }, want: ['m.labels'] },
  { name: 'a key with two slashes', why: 'only one prefix', metadata: { labels: { 'a/b/c': 'd' } }, want: ['m.labels'] },
  { name: 'capitals in a prefix', why: 'DNS names have none', metadata: { labels: { 'Example.org/a': 'b' } }, want: ['m.labels'] },
  { name: 'a key of 64', why: '63 is the limit', metadata: { annotations: { ['x'.repeat(64)]: '' } }, want: ['m.annotations'] },
  { name: '257 KiB of annotations', why: 'the API server stores 256', metadata: { annotations: { a: 'x'.repeat(257 * 1024) } }, want: ['m.annotations'] },
];

test.each(cases)('validateTemplateMetadata: $name ($why)', ({ metadata, want }) => {
  expect(validateTemplateMetadata(metadata, 'm').map(({ field }) => field)).toEqual(want);
});
