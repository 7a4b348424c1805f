"""The usual tutorial: Profile and Tweet, follows and likes as many-to-many, pages by OFFSET."""
