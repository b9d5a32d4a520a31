"""The layouts of tables of the field, with rows that are invented."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, str]


def _names(joined: str) -> list[str]:
    return joined.split(",")


UCDP = _names(
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,"
    "side_a_new_id,side_a,side_b_new_id,gwnob,side_b,number_of_sources,source_article,"
    "source_office,source_date,source_headline,source_original,where_prec,where_coordinates,adm_1,"
    "adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)
UCDP_NEW = _names(
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,"
    "gwnoa,gwnob"
)
ACLED_OLD = _names(
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    "sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,timestamp,iso3"
)
ACLED = _names(
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
ACLED_NEWEST = [
    *(name for name in ACLED if name not in ("actor2", "assoc_actor_2", "inter2")),
    "population_best",
]
AIRWARS = _names(
    "Incidence_date,Incidence_id,Incidence_url,Strike status,Strike type,Civilian infrastructure,"
    "Civilian harm reported,Civilians reported killed,Civilian_type,Cause of injury / death,"
    "Airwars civilian harm grading,Suspected belligerent,lat,long,Civilians reported injured,"
    "Impact,Suspected belligerents,Suspected target,lon,V3,V4,Known belligerent,Known target,"
    "Causes of injury / death,Airwars_assessment"
)
BUREAU = _names(
    "strike_id,date,location,country,area,min_ppl_killed,max_ppl_killed,min_civil_killed,"
    "max_civil_killed,min_child_killed,max_child_killed,min_injured,max_injured,confirm_possible,"
    "air_strike,drone_strike,strike_type,min_strikes,max_strikes"
)
BUREAU_R = _names(
    ",Strike.ID,Date,Location,Area,Minimum.total.people.killed,Maximum.total.people.killed,"
    "Minimum.civilians.reported.killed,Maximum.civilians.reported.killed,"
    "Minimum.children.reported.killed,Maximum.children.reported.killed,Minimum.reported.injured,"
    "Maximum.reported.injured,Strike.link,Index"
)
COALITION = _names("date,country,location,number,description,line")

PERSON = "Ana Persona"
"""A name that no imported case may hold."""


def write(path: Path, header: Sequence[str], rows: Sequence[Row], seed: int = 0) -> Path:
    """A table with these columns in some order; a row without a column leaves it empty."""
    columns = list(header)
    random.Random(seed).shuffle(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def ged(number: int, **cells: str) -> Row:
    """An event as UCDP prints it."""
    usual = {
        "id": str(number), "side_a": "Coast", "side_b": "Hills", "dyad_name": "Coast - Hills",
        "where_prec": "1", "where_coordinates": "Sella town", "adm_1": "North", "country": "Alba",
        "latitude": "10.5", "longitude": "20.25", "date_prec": "1", "date_start": "2031-03-04",
        "date_end": "2031-03-04", "deaths_a": "1", "deaths_b": "2", "deaths_civilians": "0",
        "deaths_unknown": "0", "low": "2", "best": "3", "high": "5", "source_office": "Post;Post",
        "source_article": f'"Post, 2031, {PERSON} is dead"', "source_headline": PERSON,
    }  # fmt: skip
    return usual | cells


def acled(number: int, **cells: str) -> Row:
    """An event as ACLED prints it."""
    usual = {
        "event_id_cnty": f"ALB{number}", "event_date": "02 June 2031", "time_precision": "1",
        "event_type": "Battles", "country": "Alba", "admin1": "North", "location": "Sella",
        "latitude": "10.5", "longitude": "20.25", "geo_precision": "1", "source": "Post; Wire",
        "notes": f"{PERSON} was there.", "fatalities": "3",
    }  # fmt: skip
    return usual | cells


def airwars(number: int, **cells: str) -> Row:
    """An incident as readers export it from Airwars."""
    usual = {
        "Incidence_id": f"INC{number}", "Incidence_date": "october-7-2031", "lat": "10.5",
        "lon": "20.25", "Civilian harm reported": "Yes", "Civilians reported killed": "7",
        "Airwars civilian harm grading": "Fair", "Strike status": "Likely",
        "Airwars_assessment": f"{PERSON} was killed.",
    }  # fmt: skip
    return usual | cells


def bureau(number: int, **cells: str) -> Row:
    """A strike as others clean it from the Bureau's tables."""
    usual = {
        "strike_id": f"ALB{number:03}", "date": "23/05/2031", "location": "Sella",
        "country": "Alba", "min_ppl_killed": "2", "max_ppl_killed": "4", "min_civil_killed": "0",
        "max_civil_killed": "1", "min_injured": "-", "max_injured": "-", "min_strikes": "1",
        "max_strikes": "1",
    }  # fmt: skip
    return usual | cells


def release(line: str, number: str, **cells: str) -> Row:
    """A line of a release as others table it."""
    usual = {"date": "03/24/2031", "country": "Alba", "location": "Sella"}
    return usual | {"number": number, "line": line, "description": line} | cells
