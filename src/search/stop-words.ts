/**
 * English function words, folded and in lower case: words that say how a sentence is built and never what it is about.
 * Deliberately short. A word that can carry a subject ("new", "large", "first", "system") stays searchable; its
 * commonness is the ranking's business. Includes what an apostrophe leaves behind ("don't" -> "dont", "it's" -> "it").
 */
export const stopWords: ReadonlySet<string> = new Set(
  `a an the this that these those such some any each every all both either neither no nor none other another same own
  i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
  herself it its itself they them their theirs themselves who whom whose which what one ones
  and or but if then else than so because since although though while whereas whether unless until as
  of in on at by for from to into onto with without within between among amongst through during before after above
  below over under upon about against across along via per toward towards around out off up down
  be is am are was were been being do does did done doing have has had having can could may might must shall should
  will would cannot cant dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt couldnt shouldnt
  ive weve theyve youre theyre im
  not only also very too just even still yet again further more most much many few fewer less least several enough
  there here where when why how however therefore thus hence moreover furthermore meanwhile otherwise instead rather
  quite almost already often always never ever once well etc ie eg et al`
    .split(/\s+/u)
    .filter(Boolean),
);
