"""Large cities, and short names, that no time zone is named after: people type where they live, not where a clock is.

The tz database names a zone after one city of it; these are the others that are typed most, by zone.
"""

from collections.abc import Mapping
from typing import Final

CITIES: Final[Mapping[str, str]] = {
    "America/Argentina/Buenos_Aires": "La Plata, Mar del Plata, CABA",
    "America/Bogota": "Medellín, Cali, Barranquilla, Cartagena",
    "America/Caracas": "Maracaibo, Valencia",
    "America/Chicago": "Houston, Dallas, Austin, San Antonio, Minneapolis, St. Louis, New Orleans, Nashville",
    "America/Denver": "Salt Lake City, Albuquerque, El Paso",
    "America/Guayaquil": "Quito, Cuenca",
    "America/Lima": "Arequipa, Trujillo, Cusco",
    "America/Los_Angeles": "LA, San Francisco, San Diego, San Jose, Sacramento, Oakland, Seattle, Portland, Las Vegas",
    "America/Mexico_City": "CDMX, DF, Mexico, Guadalajara, Puebla, León, Querétaro, Toluca, San Luis Potosí, "
    "Aguascalientes, Oaxaca, Morelia, Veracruz, Cuernavaca",
    "America/New_York": "NYC, Brooklyn, Boston, Philadelphia, Washington, Washington DC, Miami, Atlanta, Orlando, "
    "Tampa, Charlotte, Pittsburgh, Cleveland, Baltimore, Columbus",
    "America/Santiago": "Valparaíso, Concepción",
    "America/Sao_Paulo": "Rio de Janeiro, Rio, Brasília, Belo Horizonte, Curitiba, Porto Alegre",
    "America/Toronto": "Ottawa, Quebec",
    "America/Edmonton": "Calgary",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria",
    "Asia/Kolkata": "Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune",
    "Asia/Seoul": "Busan, Incheon",
    "Asia/Tokyo": "Osaka, Kyoto, Yokohama, Nagoya",
    "Australia/Sydney": "Newcastle",
    "Australia/Brisbane": "Gold Coast",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht, Eindhoven",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Leipzig",
    "Europe/Dublin": "Cork, Galway, Limerick",
    "Europe/London": "Manchester, Birmingham, Leeds, Liverpool, Bristol, Glasgow, Edinburgh, Sheffield, Newcastle, "
    "Cardiff",
    "Europe/Madrid": "Barcelona, Valencia, Sevilla, Seville, Zaragoza, Málaga, Bilbao, Murcia, Granada, Guadalajara, "
    "Palma, León, Cartagena",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Bordeaux, Lille, Nice, Nantes",
    "Europe/Rome": "Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Bologna",
    "Europe/Zurich": "Geneva, Genève, Basel, Bern, Lausanne",
    "Pacific/Auckland": "Wellington, Christchurch",
}
