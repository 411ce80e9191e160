import { type CityData, cityMapping } from "city-timezones";
import { nearest } from "../nearest.ts";
import { foldName } from "./fold-name.ts";
import { zoneAliases } from "./zone-aliases.ts";

/** Cities, provinces and countries of the world by name, and the clocks that hang there. */
export interface PlaceNames {
  /** The zones of all places so called ("Portland", "Portland Oregon", "Kenya"), most people first. */
  zonesOf(name: string): readonly PlaceZone[];
  /** The best-known place (or alias) whose name begins so, or is a slip of the pen away. */
  near(name: string): string | undefined;
}

export interface PlaceZone {
  readonly timeZone: string;
  readonly people: number;
}

/** Reads the table of 7,300 cities. Costs some 50 ms and 16 MB, so it is done for those who type a city only. */
export function createPlaceNames(): PlaceNames {
  const places = new Map<string, { readonly name: string; readonly cities: CityData[] }>();
  const enter = (name: string, city: CityData) => {
    const folded = foldName(name);
    const place = places.get(folded);
    if (place) place.cities.push(city);
    else if (folded) places.set(folded, { name, cities: [city] });
  };
  // A few rows are of uninhabited stations and have no zone.
  const cities = cityMapping.filter((city) => city.timezone).sort((a, b) => b.pop - a.pop);
  for (const city of cities) {
    for (const name of new Set([city.city, city.city_ascii, city.province, city.country])) if (name) enter(name, city);
  }

  const citiesOf = (folded: string): readonly CityData[] => {
    const place = places.get(folded);
    if (place) return place.cities;
    const words = folded.split(" ");
    for (let cut = words.length - 1; cut > 0; cut--) {
      const region = words.slice(cut).join(" ");
      const within = places.get(words.slice(0, cut).join(" "))?.cities.filter((city) => liesIn(city, region));
      if (within?.length) return within;
    }
    return [];
  };

  return {
    zonesOf: (name) => zonesByPeople(citiesOf(foldName(name))),

    near(name) {
      const folded = foldName(name);
      if (folded.length < 3 || folded.length > 40) return undefined;
      const names = [...places.keys(), ...zoneAliases.keys()];
      const longer = folded.length > 3 ? names.find((candidate) => candidate.startsWith(folded)) : undefined;
      const found = longer ?? nearest(folded, names);
      return found === undefined ? undefined : (places.get(found)?.name ?? found);
    },
  };
}

function liesIn(city: CityData, region: string): boolean {
  const regions = [city.country, city.iso2, city.iso3, city.province, city.state_ansi];
  return (
    regions.some((name) => name && foldName(name) === region) ||
    Boolean(zoneAliases.get(region)?.includes(city.timezone))
  );
}

function zonesByPeople(cities: readonly CityData[]): PlaceZone[] {
  const people = new Map<string, number>();
  for (const city of cities) people.set(city.timezone, (people.get(city.timezone) ?? 0) + city.pop);
  return [...people].map(([timeZone, count]) => ({ timeZone, people: count })).sort((a, b) => b.people - a.people);
}
