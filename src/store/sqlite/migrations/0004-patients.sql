-- What a citizen's summary is read by: the records of a patient, and which of a facility's patients are one person.

CREATE INDEX record_of_patient ON record (facility, patient) WHERE payload IS NOT NULL AND state = 'accepted';

-- The person that a Patient tells to be, where it does. Two are one by number and day of birth, never by the number alone.
-- Patients that were stored before this table join it when they come again.
CREATE TABLE person (
  facility TEXT NOT NULL,
  patient TEXT NOT NULL,             -- id of the Patient
  number TEXT NOT NULL,              -- số định danh cá nhân, 12 digits
  birth_date TEXT NOT NULL,          -- YYYY-MM-DD
  PRIMARY KEY (facility, patient)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_number ON person (facility, number, birth_date);
